import { type Paint, paintFor } from './paint.js';

/** How a text is shown in a terminal. */
export interface View {
  paint: Paint;
  /** Width of the terminal. */
  columns: number;
  /** Everything, instead of at most 60 lines. */
  full: boolean;
}

/** A view without colors. */
export function plainView(parts: Partial<View> = {}): View {
  return { paint: paintFor(false), columns: 80, full: false, ...parts };
}
