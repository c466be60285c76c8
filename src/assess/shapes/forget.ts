import type { OperationId } from '../../domain/operation.js';
import { type Container, type Location, pointerOf, type Shape } from './model.js';

/**
 * Shapes in which the locations of an operation at and below pointers are as if they were new: everything is learned again from later
 * responses only.
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
        const properties = Object.entries(container.properties).map(([name, location]) => {
          if (!isForgotten(pointerOf(container.at, name))) return [name, location];
          forgotten += 1;
          return [name, forgottenIn(container)];
        });
        return { ...container, properties: Object.fromEntries(properties) };
      });
    return { ...shape, containers };
  });
  return { shapes: without, forgotten };
}

/** A location that the responses with the container so far are no evidence for. */
function forgottenIn({ n, last }: Container): Location {
  return { n: 0, first: last, last, types: {}, forgotten: n };
}
