/** Moves the focus past the navigation: into the add-on, where there is one, else to the screen's heading. */
export const focusContent = () => {
  const main = document.querySelector("main");
  (main?.querySelector("iframe") ?? main?.querySelector("h1"))?.focus();
};
