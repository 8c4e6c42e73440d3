import { isAddOnError } from "@privage-addons/contracts";
import { Component, type ReactNode } from "react";
import { FailureNote } from "./add-on-notes.tsx";

interface BoundaryProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** An add-on that cannot even be mounted (a wrong address in the configuration) must not take the site down with it. */
export class PanelBoundary extends Component<BoundaryProps, { readonly error?: unknown }> {
  override state: { readonly error?: unknown } = {};

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    const code = isAddOnError(error) ? error.code : "INTERNAL";
    return (
      <FailureNote title={this.props.title} code={code} onRetry={() => this.setState({ error: undefined })} />
    );
  }
}
