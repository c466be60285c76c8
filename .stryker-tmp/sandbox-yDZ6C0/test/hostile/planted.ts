/** Values that a hostile org puts into its responses, and that must appear nowhere in what a run shows or writes. */
// @ts-nocheck

export const planted = {
  email: 'ada.lovelace@analytical.invalid',
  name: 'Lovelace-Byron',
  phone: '+15550100199',
  property: 'ssn_123456789',
  value: 'SSN_123456789',
  escape: '\u001b]0;owned\u0007\u001b[2J',
  command: '::warning file=a::injected',
};

/** A text that tries everything at once: a token, personal data, terminal escapes, a command for a CI log, Markdown. */
export function hostileText(token: string): string {
  return `${token} ${planted.email} ${planted.escape}\n${planted.command}\n| [click](http://x.invalid) <img src=x> ${planted.name}`;
}
