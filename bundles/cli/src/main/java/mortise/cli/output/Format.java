package mortise.cli.output;

import java.util.List;
import java.util.Optional;

/// The formats of `check -o`.
public enum Format {
  table,
  csv,
  json,
  sarif,
  junit,
  github;

  /// @param columns what `-e` chose; only table and CSV have columns
  public Renderer renderer(Optional<List<Column>> columns) {
    return switch (this) {
      case table -> new TableRenderer(columns.orElse(Column.TABLE));
      case csv -> new CsvRenderer(columns.orElse(Column.CSV));
      case json -> new JsonRenderer();
      case sarif -> new SarifRenderer();
      case junit -> new JunitRenderer();
      case github -> new GithubRenderer();
    };
  }

  public boolean hasColumns() {
    return this == table || this == csv;
  }
}
