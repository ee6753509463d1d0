"""Training step by step, and where it stands: weights, optimiser and losses, without pickle."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch

from pipeline.core.store import atomic_write_bytes
from pipeline.encoders.turning import Schedule, rate_at

EVERY = 40  # steps


class Checkpoint:
    """The state of one training run in a safetensors file."""

    def __init__(self, path: Path, model: Any, optimiser: torch.optim.Optimizer) -> None:
        self._path, self._model, self._optimiser = path, model, optimiser

    def resume(self) -> list[float]:
        """Put back what was kept. Returns: the losses so far; empty where nothing was kept."""
        from safetensors import safe_open

        if not self._path.is_file():
            return []
        with safe_open(str(self._path), "pt") as file:
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
            losses = json.loads(file.metadata()["losses"])
        state = self._model.state_dict()
        trained = {name.removeprefix("m."): t for name, t in tensors.items() if name[:2] == "m."}
        self._model.load_state_dict({**state, **trained}, strict=True)
        states: dict[int, dict[str, torch.Tensor]] = {}
        for name, tensor in tensors.items():
            if name.startswith("o."):
                _, number, key = name.split(".", 2)
                states.setdefault(int(number), {})[key] = tensor
        whole = self._optimiser.state_dict()
        self._optimiser.load_state_dict({**whole, "state": states})
        return list(losses)

    def keep(self, losses: list[float]) -> None:
        """Write the state every so many steps."""
        if len(losses) % EVERY:
            return
        from safetensors.torch import save

        names = {name for name, one in self._model.named_parameters() if one.requires_grad}
        state = self._model.state_dict()
        tensors = {f"m.{name}": state[name].contiguous() for name in sorted(names)}
        for number, values in self._optimiser.state_dict()["state"].items():
            tensors |= {f"o.{number}.{key}": value.contiguous() for key, value in values.items()}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        atomic_write_bytes(self._path, save(tensors, {"losses": json.dumps(losses)}))


def train_steps(
    model: Any,
    schedule: Schedule,
    seed: int,
    checkpoint: Path,
    loss_at: Callable[[int], torch.Tensor],
) -> list[float]:
    """Train what of a model may learn, resuming from the checkpoint where there is one.

    Args: loss_at: step -> loss, drawn by the step alone.
    Returns: loss per step.
    """
    learning = [one for one in model.parameters() if one.requires_grad]
    optimiser = torch.optim.AdamW(learning, lr=schedule.rate, weight_decay=0.01)
    kept = Checkpoint(checkpoint, model, optimiser)
    losses = kept.resume()
    for step in range(len(losses), schedule.steps):
        torch.manual_seed(seed + step)
        for group in optimiser.param_groups:
            group["lr"] = rate_at(step, schedule)
        model.train()
        loss = loss_at(step)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(learning, 1.0)
        optimiser.step()
        losses.append(float(loss.detach()))
        kept.keep(losses)
    model.eval()
    return losses
