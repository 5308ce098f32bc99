import { enClass } from './en-class.ts';
import { type ClassWords, currentLanguage } from './words.ts';

/** The words of the stage, the remote and the look inside, in the language in use; reactive. */
export const classWords = (): ClassWords => currentLanguage()?.class ?? enClass;
