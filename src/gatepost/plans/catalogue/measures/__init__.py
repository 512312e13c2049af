"""The 15 measures that schools have found to work, told in our words: what is done, how, when, and what evidence it makes."""

from gatepost.plans.catalogue.measures.first_steps import FIRST_STEPS
from gatepost.plans.catalogue.measures.measure import Measure, Window
from gatepost.plans.catalogue.measures.taking_part import TAKING_PART

MEASURES: dict[int, Measure] = {measure.number: measure for measure in (*FIRST_STEPS, *TAKING_PART)}

__all__ = ["MEASURES", "Measure", "Window"]
