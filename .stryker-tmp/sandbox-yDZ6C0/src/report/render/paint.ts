// @ts-nocheck
import { styleText } from 'node:util';

/** Colours of a terminal; the text itself where there are none. */
export interface Paint {
  good: (text: string) => string;
  bad: (text: string) => string;
  warn: (text: string) => string;
  dim: (text: string) => string;
  bold: (text: string) => string;
}

/** @param enabled whether the output is a terminal that wants colours */
export function paintFor(enabled: boolean): Paint {
  const style = (format: Parameters<typeof styleText>[0]) => (text: string) =>
    enabled ? styleText(format, text, { validateStream: false }) : text;
  return { good: style('green'), bad: style('red'), warn: style('yellow'), dim: style('dim'), bold: style('bold') };
}
