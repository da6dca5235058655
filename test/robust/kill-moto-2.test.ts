import { killsOnMoto } from './kill-moto.ts';

killsOnMoto(2, 2);
