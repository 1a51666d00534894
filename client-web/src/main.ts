import { mount } from 'svelte';
import App from './App.svelte';
import { router } from './router/router.svelte';
import './ui/tokens.css';
import './ui/base.css';
import { theme } from './ui/theme.svelte';

theme.start();
router.start();

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');
mount(App, { target });
