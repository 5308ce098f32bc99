import { render } from 'solid-js/web';
import { App } from './app.tsx';
import { setTheme, themeOf } from './theme.ts';
import { LANGUAGES, languageFor } from './words/languages.ts';
import { speak } from './words/words.ts';

setTheme(themeOf(location.search));

const wanted = languageFor(navigator.languages, location.search);
// Nobody waits for words: English stands until they come.
if (wanted) void LANGUAGES[wanted]?.().then(speak, () => {});

const root = document.getElementById('app');
if (root) render(() => <App />, root);
