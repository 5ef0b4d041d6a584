import { OpenAppPage } from "../../../../../../features/app-page/index.ts";

export default async function OpenAppRoute({ params }: { params: Promise<{ appId: string }> }) {
  const { appId } = await params;
  return <OpenAppPage appId={appId} />;
}
