import { FileQuestion } from "lucide-react";
import Link from "next/link";
import { buttonClass } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";

export const metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main className="grid h-full place-items-center">
      <EmptyState
        level={1}
        icon={FileQuestion}
        title="There is nothing here that you can see"
        actions={
          <Link href="/" className={buttonClass("secondary", "sm")}>
            Go home
          </Link>
        }
      >
        The address may be wrong, or it is not shared with you.
      </EmptyState>
    </main>
  );
}
