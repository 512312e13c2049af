"""The pack for the yearly meeting: it writes itself from plan, evidence, answers, barriers, money and the school's own records."""
