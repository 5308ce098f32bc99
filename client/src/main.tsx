import { render } from 'solid-js/web';
import { App } from './app.tsx';
import { setTheme, themeOf } from './theme.ts';

setTheme(themeOf(location.search));

const root = document.getElementById('app');
if (root) render(() => <App />, root);
