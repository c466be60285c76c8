import { render } from 'preact';
import type { PageData } from '../page-data.js';
import { App } from './app.js';

const report = JSON.parse(document.getElementById('data')?.textContent ?? '') as PageData;
document.title = `${report.run.passed ? 'Passed' : 'Failed'}: ${report.org.url}`;

const page = document.getElementById('page');
if (page) render(<App report={report} />, page);
