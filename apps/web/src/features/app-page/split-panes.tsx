"use client";
import { AppWindow, Code, History, PanelLeftClose, PanelLeftOpen } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Group, Panel, Separator, usePanelRef } from "react-resizable-panels";
import { cn } from "../../ui/cn.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { Tab, TabList, TabPanel, Tabs } from "../../ui/tabs.tsx";

export type SidePane = "preview" | "code" | "versions";

/** Conversation and panels side by side; the conversation can be resized and put away. */
export function SplitPanes({
  pane,
  onPane,
  talk,
  panels,
}: {
  pane: SidePane;
  onPane: (pane: SidePane) => void;
  talk: ReactNode;
  panels: ReactNode;
}) {
  const talkPanel = usePanelRef();
  const [isFolded, setFolded] = useState(false);
  return (
    <Group orientation="horizontal" className="min-h-0 flex-1">
      <Panel
        panelRef={talkPanel}
        defaultSize="36%"
        minSize="340px"
        collapsible
        collapsedSize="0px"
        onResize={({ inPixels }) => setFolded(inPixels === 0)}
        className="flex min-h-0 flex-col"
      >
        {/* Put away it keeps its place, and is not to be reached. */}
        <div inert={isFolded} className={cn("flex min-h-0 flex-1 flex-col", isFolded && "hidden")}>
          {talk}
        </div>
      </Panel>
      <Separator
        aria-label="Width of the conversation"
        className="w-px bg-line outline-offset-0 transition-colors hover:bg-control-line focus-visible:bg-focus"
      />
      <Panel minSize="380px" className="flex min-h-0 flex-col">
        <Tabs
          value={pane}
          // Radix answers with one of the values below.
          onValueChange={(value) => onPane(value as SidePane)}
          className="flex min-h-0 flex-1 flex-col"
        >
          <div className="flex flex-none items-center border-line border-b pr-2 pl-1.5">
            <TabList aria-label="What came of it" className="flex-1">
              <Tab value="preview">
                <AppWindow aria-hidden="true" />
                Preview
              </Tab>
              <Tab value="code">
                <Code aria-hidden="true" />
                Code
              </Tab>
              <Tab value="versions">
                <History aria-hidden="true" />
                Versions
              </Tab>
            </TabList>
            <IconButton
              label={isFolded ? "Show the conversation" : "Put the conversation away"}
              size="sm"
              onClick={() => (isFolded ? talkPanel.current?.expand() : talkPanel.current?.collapse())}
            >
              {isFolded ? <PanelLeftOpen aria-hidden="true" /> : <PanelLeftClose aria-hidden="true" />}
            </IconButton>
          </div>
          {/* One body for all tabs: the app stays loaded while another tab shows. */}
          <TabPanel value={pane} tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
            {panels}
          </TabPanel>
        </Tabs>
      </Panel>
    </Group>
  );
}
