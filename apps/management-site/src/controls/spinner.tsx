import "./spinner.css";

/** Something is on its way; `label` says what. */
export const Spinner = ({ label }: { readonly label: string }) => (
  <p className="spinner" role="status">
    <span className="spinner__wheel" aria-hidden="true" />
    {label}
  </p>
);
