/** The default page size of the contract, for parameters that were left out. */
const DEFAULT_SIZE = 100;

export interface PageQuery {
  readonly page?: number;
  readonly size?: number;
}

/** Cuts one page out of `total` rows, reading only the rows that are on it. */
export const pageOf = <Row>(query: PageQuery, total: number, rowAt: (position: number) => Row) => {
  const { page = 1, size = DEFAULT_SIZE } = query;
  const first = (page - 1) * size;
  const length = Math.max(0, Math.min(size, total - first));
  return { data: Array.from({ length }, (_, index) => rowAt(first + index)), page, size, total };
};
