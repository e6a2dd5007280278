// The order of test files: those that kill servers, PostgreSQL or themselves first, because they wait most and so are not to be the
// last, when nobody is left to use what they leave idle; then the others, as Vitest has them.

import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

const FIRST = '/test/faults/';

/** Vitest's own order of projects and of files, but for those first in their project. */
export class TestOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const ranks = new Map(sorted.map(({ project }) => project.name).map((name, at) => [name, at]));
    const rankOf = ({ project, moduleId }: TestSpecification): number =>
      2 * (ranks.get(project.name) ?? 0) + (moduleId.includes(FIRST) ? 0 : 1);
    return sorted.toSorted((a, b) => rankOf(a) - rankOf(b));
  }
}
