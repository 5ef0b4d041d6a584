import { Unlink } from "lucide-react";
import Link from "next/link";
import { buttonClass } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";

/** The same for a link that is unknown, used, revoked or expired. */
export function UnusableInvitation() {
  return (
    <main className="grid h-full place-items-center">
      <EmptyState
        level={1}
        icon={Unlink}
        title="This invitation can no longer be used"
        actions={
          <Link href="/" className={buttonClass("secondary", "sm")}>
            Go to Second
          </Link>
        }
      >
        It was used, replaced or revoked, or it is older than 7 days. Ask whoever invited you for a new link.
      </EmptyState>
    </main>
  );
}
