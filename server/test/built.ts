import { ensureBuilt } from '../../scripts/setup/make.mjs';

/** Before any test: processes that tests start and kill are the built server, which is up in half the time. */
export const setup = () => ensureBuilt(['server']);
