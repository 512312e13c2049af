"""What a school says publicly about its partnership with families: the written policy and the newcomer’s page."""
