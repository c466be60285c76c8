// @ts-nocheck
import wrapAnsi from 'wrap-ansi';
import { type Setting, settings } from '../../src/config/settings.js';

const columns = 128;

const all = Object.entries(settings) as [string, Setting][];

/** The table of README.md, and the details of each setting below it. */
export function renderTable(): string {
  const rows = all.map(
    ([name, setting]) =>
      `| \`${name}\` | ${defaultOf(setting, code)} | ${valuesOf(setting)} | ${setting.description} |`,
  );
  const details = all.flatMap(([name, { details }]) =>
    details === undefined ? [] : [hanging(`- \`${name}\`: ${details.replaceAll('*', '\\*')}`)],
  );
  return ['| setting | default | values | description |', '|---|---|---|---|', ...rows, '', ...details].join('\n');
}

/** The text of .env.example. */
export function renderEnvExample(): string {
  const parts = all
    // A file of settings cannot name another one.
    .filter(([name]) => name !== 'OKTA_CONTRACTS_ENV')
    .map(([name, setting]) => {
      const given = defaultOf(setting, (text) => text);
      const sentences = [
        setting.description,
        setting.details,
        setting.kind !== 'secret' && valuesOf(setting) && `Values: ${valuesOf(setting).replaceAll('`', '')}.`,
        given && `Default: ${given}.`,
      ];
      const value = setting.example ?? ('default' in setting ? setting.default : '');
      return `${comment(sentences.filter(Boolean).join(' '))}\n#${name}=${value}\n`;
    });
  const head = comment(
    'Copy this file to .env and fill it in. If the first two settings are missing here and in okta.yaml, npm test uses the bundled reference org.',
  );
  return `${head}\n\n${parts.join('\n')}`;
}

const code = (text: string) => `\`${text}\``;

function defaultOf(setting: Setting, style: (text: string) => string): string {
  const { defaultNote, onReferenceOrg } = setting;
  const general = 'default' in setting && setting.default ? style(setting.default) : (defaultNote ?? '');
  return onReferenceOrg === undefined ? general : `${general} (reference org: ${style(onReferenceOrg)})`;
}

function valuesOf(setting: Setting): string {
  switch (setting.kind) {
    case 'choice':
      return setting.of.map(code).join(', ');
    case 'choices':
    case 'list':
      return [...(setting.of ?? []).map(code), 'comma-separated'].join(', ');
    case 'number':
      return `${setting.from} to ${setting.to}`;
    case 'boolean':
      return '`true`, `false`';
    case 'secret':
      return 'secret';
    default:
      return '';
  }
}

const comment = (text: string) => wrapAnsi(text, columns - 2).replace(/^/gm, '# ');

const hanging = (text: string) => wrapAnsi(text, columns - 2).replaceAll('\n', '\n  ');
