import { render } from 'preact';
import type { ComparisonData } from '../compare-page-data.js';
import type { FleetPageData } from '../fleet-page-data.js';
import type { PageData } from '../page-data.js';
import { App } from './app.js';
import { Comparison } from './comparison.js';
import { Fleet } from './fleet.js';

type Shown = PageData | ComparisonData | FleetPageData;

const data = JSON.parse(document.getElementById('data')?.textContent ?? '') as Shown;
document.title = titleOf(data);

const page = document.getElementById('page');
if (page) render(contentOf(data), page);

function contentOf(shown: Shown) {
  if (shown.page === 'run') return <App report={shown} />;
  return shown.page === 'compare' ? <Comparison report={shown} /> : <Fleet report={shown} />;
}

function titleOf(shown: Shown): string {
  if (shown.page === 'fleet') return shown.title;
  if (shown.page === 'compare') return `Comparison: ${shown.left.url} and ${shown.right.url}`;
  return `${shown.run.passed ? 'Passed' : 'Failed'}: ${shown.org.url}`;
}
