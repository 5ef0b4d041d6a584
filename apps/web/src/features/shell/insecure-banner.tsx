import { Banner } from "../../ui/banner.tsx";

/** Stands on every page while anyone who reaches this address can act as anyone. It cannot be closed. */
export function InsecureBanner() {
  return (
    <Banner kind="warning">
      Anyone who can reach this address can act as anyone here. Set up sign-in before sharing it.
    </Banner>
  );
}
