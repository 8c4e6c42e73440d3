let acted = false;
for (const type of ["keydown", "pointerdown"])
  addEventListener(
    type,
    () => {
      acted = true;
    },
    { once: true, capture: true },
  );

/** Whether the person has done anything since this page loaded; the browser's own answer survives a reload. */
export const hasActed = (): boolean => acted;
