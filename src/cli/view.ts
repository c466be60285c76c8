import { surroundings } from '../config/load.js';
import { paintFor } from '../report/render/paint.js';
import type { View } from '../report/render/view.js';

/** The description of the option `--full`. */
export const fullText = 'print everything, instead of at most 60 lines';

/** The view of this terminal. @param options of the command */
export function viewOf({ full }: { full?: true | undefined }): View {
  const { color, columns, full: isFull } = surroundings();
  return { paint: paintFor(color), columns, full: full ?? isFull };
}
