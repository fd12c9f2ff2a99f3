package mortise.cli.view;

import java.util.Optional;

/// One step of the path that led to a problem: a branch taken, a reference acquired, a section
/// entered.
///
/// @param instruction the instruction's index in its program
public record Step(String description, int instruction, Optional<Place> place) {}
