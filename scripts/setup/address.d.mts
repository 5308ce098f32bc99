/** Where a browser of this machine reaches the server that runs with these settings. */
export function addressOf(env: { readonly HOST?: string; readonly PORT?: string }): string;
