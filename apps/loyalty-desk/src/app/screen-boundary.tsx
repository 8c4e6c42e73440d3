import { Component, type ReactNode } from "react";
import { useMessages } from "../i18n/locale-context.tsx";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/feedback.tsx";
import { useDeskLocation } from "./location.ts";
import { shellMessages } from "./messages.ts";

interface BoundaryProps {
  /** A new path is a new chance. */
  readonly path: string;
  readonly children: ReactNode;
}

interface BoundaryState {
  readonly failure: "code" | "load" | undefined;
}

class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { failure: undefined };

  static getDerivedStateFromError = (error: unknown): BoundaryState => ({
    failure: isLoadFailure(error) ? "load" : "code",
  });

  override componentDidUpdate(previous: BoundaryProps): void {
    if (this.state.failure && previous.path !== this.props.path) this.setState({ failure: undefined });
  }

  override render(): ReactNode {
    const { failure } = this.state;
    if (!failure) return this.props.children;
    return failure === "load" ? (
      <NotLoaded />
    ) : (
      <Broken onRetry={() => this.setState({ failure: undefined })} />
    );
  }
}

/** React keeps the failure of a lazy import, and a newer release has other file names: only the page itself can start over. */
const isLoadFailure = (error: unknown) =>
  error instanceof TypeError && /dynamically imported module|module script/i.test(error.message);

const NotLoaded = () => {
  const t = useMessages(shellMessages);
  return (
    <Notice
      tone="bad"
      title={t.notLoadedTitle}
      action={<Button onPress={() => window.location.reload()}>{t.reload}</Button>}
    >
      <p>{t.notLoadedNext}</p>
    </Notice>
  );
};

const Broken = ({ onRetry }: { readonly onRetry: () => void }) => {
  const t = useMessages(shellMessages);
  return (
    <Notice tone="bad" title={t.brokenTitle} action={<Button onPress={onRetry}>{t.openAgain}</Button>}>
      <p>{t.brokenNext}</p>
    </Notice>
  );
};

/** Keeps a screen that throws, or whose code cannot be fetched, from taking the whole desk down. */
export const ScreenBoundary = ({ children }: { readonly children: ReactNode }) => {
  const [path] = useDeskLocation();
  return <Boundary path={path}>{children}</Boundary>;
};
