import type { Metadata } from "next";
import { GeneralPage } from "../../../../../features/settings/general-page.tsx";

export const metadata: Metadata = { title: "General" };

export default function Page() {
  return <GeneralPage />;
}
