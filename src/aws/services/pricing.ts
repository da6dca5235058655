import { GetProductsCommand, PricingClient } from '@aws-sdk/client-pricing';

export const Client = PricingClient;

/** Every Price List operation this program may send, by its AWS name. */
export const commands = {
  GetProducts: GetProductsCommand,
};
