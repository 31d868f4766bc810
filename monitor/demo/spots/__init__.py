"""Where the city differs from its good order. What each difference means is in the truth alone."""

from __future__ import annotations

from monitor.demo.spots import (
    availability,
    basics,
    freshness,
    function,
    hostile,
    interaction,
    links,
    marks,
    people,
    personal,
    reading,
    services,
    wordings,
)
from monitor.demo.spots.spot import Spot

ALL: tuple[Spot, ...] = (
    *availability.SPOTS,
    *freshness.SPOTS,
    *links.SPOTS,
    *people.SPOTS,
    *marks.SPOTS,
    *hostile.SPOTS,
    *function.SPOTS,
    *interaction.SPOTS,
    *reading.SPOTS,
    *services.SPOTS,
    *basics.SPOTS,
    *personal.SPOTS,
    *wordings.SPOTS,
)
