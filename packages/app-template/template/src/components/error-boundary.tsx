import { Bug, RotateCw } from "lucide-react";
import { Component, type ReactNode } from "react";
import { Button } from "@/components/button";
import { EmptyState } from "@/components/empty-state";

interface Props {
  children: ReactNode;
}

/** Keeps one broken screen from taking the rest with it. The error still reaches whoever builds the app. */
export class ErrorBoundary extends Component<Props, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override componentDidCatch(error: Error) {
    // React has caught it; reporting it makes it an uncaught error again, which the preview shows.
    reportError(error);
  }

  override render() {
    if (!this.state.broken) return this.props.children;
    return (
      <EmptyState
        icon={Bug}
        tone="bad"
        title="This view stopped working"
        text="Your data is safe. The other views still work."
        note="Whoever builds this app sees the error."
        action={
          <Button icon={RotateCw} onClick={() => this.setState({ broken: false })}>
            Load it again
          </Button>
        }
      />
    );
  }
}
