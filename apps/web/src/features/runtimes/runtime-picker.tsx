"use client";
import { findRuntime, type RuntimeChoice } from "@second/contracts";
import { ChevronDown } from "lucide-react";
import { Button } from "../../ui/button.tsx";
import { Menu, MenuChoice, MenuLabel, MenuSeparator } from "../../ui/menu.tsx";
import type { RuntimeOption } from "./choices.ts";

export interface RuntimePickerProps {
  options: readonly RuntimeOption[];
  choice: RuntimeChoice;
  onChange: (choice: {
    runtimeId: string;
    runtimeModel: string;
    runtimeParams: Record<string, string>;
  }) => void;
  disabled?: boolean;
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/** Chooses agent, model and the model's settings. What cannot be used is listed with the reason. */
export function RuntimePicker({ options, choice, onChange, disabled = false }: RuntimePickerProps) {
  const runtime = findRuntime(choice.runtimeId);
  const model = runtime?.models.find((each) => each.id === choice.runtimeModel);
  const isOneModel = runtime?.models.length === 1;
  return (
    <>
      <Menu
        className="w-80"
        trigger={
          <Button
            variant="ghost"
            size="sm"
            disabled={disabled}
            className="min-w-0 max-tablet:h-10"
            aria-label={`Agent and model: ${runtime?.label} ${isOneModel ? "" : model?.name}`}
          >
            <span className="min-w-0 truncate">
              {isOneModel ? (
                runtime?.label
              ) : (
                <>
                  <span className="max-tablet:hidden">{runtime?.label} · </span>
                  {model?.name}
                </>
              )}
            </span>
            <ChevronDown aria-hidden="true" className="size-3.5" />
          </Button>
        }
      >
        {options.map((option, index) => (
          <div key={option.id}>
            {index > 0 && <MenuSeparator />}
            {option.models.length > 1 && <MenuLabel>{option.label}</MenuLabel>}
            <MenuChoice
              value={choice.runtimeId === option.id ? choice.runtimeModel : ""}
              onChange={(runtimeModel) =>
                onChange({
                  runtimeId: option.id,
                  runtimeModel,
                  runtimeParams: choice.runtimeId === option.id ? choice.runtimeParams : {},
                })
              }
              options={option.models.map(({ id, name }) => ({
                value: id,
                label: name,
                disabled: option.state !== "ready",
                ...(option.id === "demo" && option.state === "ready"
                  ? { hint: "Plays a written build, offline and free" }
                  : {}),
              }))}
            />
            {option.reason && <p className="px-2 pt-0.5 pb-2 pl-8 text-text-2 text-xs">{option.reason}</p>}
          </div>
        ))}
      </Menu>
      {runtime?.parameters.map((parameter) => (
        <Menu
          key={parameter.id}
          trigger={
            <Button variant="ghost" size="sm" disabled={disabled} className="max-tablet:hidden">
              {`${parameter.name}: ${choice.runtimeParams[parameter.id] ?? parameter.fallback}`}
              <ChevronDown aria-hidden="true" className="size-3.5" />
            </Button>
          }
        >
          <MenuLabel>{parameter.name}</MenuLabel>
          <MenuChoice
            value={choice.runtimeParams[parameter.id] ?? parameter.fallback}
            onChange={(value) =>
              onChange({ ...choice, runtimeParams: { ...choice.runtimeParams, [parameter.id]: value } })
            }
            options={parameter.values.map((value) => ({ value, label: capital(value) }))}
          />
        </Menu>
      ))}
    </>
  );
}
