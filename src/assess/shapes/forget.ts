import type { OperationId } from '../../domain/operation.js';
import { pointerOf, type Shape } from './model.js';

/**
 * Shapes without the locations of an operation at and below pointers. What is present there is not expected again; types and formats
 * are learned again.
 */
export function forget(
  shapes: readonly Shape[],
  operation: OperationId,
  pointers: readonly string[],
): { shapes: Shape[]; forgotten: number } {
  let forgotten = 0;
  const isForgotten = (at: string) => pointers.some((pointer) => at === pointer || at.startsWith(`${pointer}/`));
  const without = shapes.map((shape): Shape => {
    if (shape.operation !== operation) return shape;
    const containers = shape.containers
      .filter(({ at }) => !isForgotten(at))
      .map((container) => {
        const kept = Object.entries(container.properties).filter(
          ([name]) => !isForgotten(pointerOf(container.at, name)),
        );
        forgotten += Object.keys(container.properties).length - kept.length;
        return { ...container, properties: Object.fromEntries(kept) };
      });
    return { ...shape, containers };
  });
  return { shapes: without, forgotten };
}
