import { killsOnMoto } from './kill-moto.ts';

killsOnMoto(1, 2);
