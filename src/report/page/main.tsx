import { render } from 'preact';
import type { ComparisonData } from '../compare-page-data.js';
import type { PageData } from '../page-data.js';
import { App } from './app.js';
import { Comparison } from './comparison.js';

const data = JSON.parse(document.getElementById('data')?.textContent ?? '') as PageData | ComparisonData;
document.title = titleOf(data);

const page = document.getElementById('page');
if (page) render(data.page === 'run' ? <App report={data} /> : <Comparison report={data} />, page);

function titleOf(shown: PageData | ComparisonData): string {
  if (shown.page === 'compare') return `Comparison: ${shown.left.url} and ${shown.right.url}`;
  return `${shown.run.passed ? 'Passed' : 'Failed'}: ${shown.org.url}`;
}
