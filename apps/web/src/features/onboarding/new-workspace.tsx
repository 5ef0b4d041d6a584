"use client";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { buttonClass } from "../../ui/button.tsx";
import { CardFoot, CardPage } from "./frame.tsx";
import { WorkspaceForm } from "./workspace-form.tsx";

/** Another workspace for someone who already has one. */
export function NewWorkspace() {
  const router = useRouter();
  return (
    <CardPage
      title="New workspace"
      lede="It starts empty, with you as its owner. Apps and people of your other workspaces stay where they are."
    >
      <div className="pt-5 [&_form>div:first-child]:px-5">
        <WorkspaceForm
          onDone={(workspace) => router.push(`/w/${workspace.slug}`)}
          foot={(button) => (
            <CardFoot>
              <Link href="/" className={buttonClass("ghost")}>
                Cancel
              </Link>
              {button}
            </CardFoot>
          )}
        />
      </div>
    </CardPage>
  );
}
