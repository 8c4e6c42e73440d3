import "./brand.css";

/** The product's mark and name. */
export const Brand = () => (
  <span className="brand">
    <svg className="brand__mark" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" />
      <path d="M11 24V8h6.5a5.25 5.25 0 0 1 0 10.5H11" />
    </svg>
    Privage
  </span>
);
