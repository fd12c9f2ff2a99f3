package mortise.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The code blocks of the top-level README.
final class Readme {
  /// A fenced block.
  ///
  /// @param language what follows the fence
  /// @param mark what follows the language: a file's name, or how a command ends
  /// @param line the line of the fence, from 1
  record Block(String language, String mark, String text, int line) {}

  private static final Pattern FENCE = Pattern.compile("```(\\w+) ?(.*)");

  private Readme() {}

  static List<Block> blocks() throws IOException {
    var blocks = new ArrayList<Block>();
    var lines = Files.readAllLines(Product.ROOT.resolve("README.md"));
    for (int at = 0; at < lines.size(); at++) {
      var fence = FENCE.matcher(lines.get(at));
      if (fence.matches()) {
        int start = at++;
        var text = new StringBuilder();
        while (!lines.get(at).equals("```")) {
          text.append(lines.get(at++)).append('\n');
        }
        blocks.add(new Block(fence.group(1), fence.group(2), text.toString(), start + 1));
      }
    }
    return blocks;
  }

  static List<Block> blocks(String language) throws IOException {
    return blocks().stream().filter(b -> b.language().equals(language)).toList();
  }

  /// The block for the file of that name.
  static Block file(String name) throws IOException {
    return blocks().stream()
        .filter(b -> b.mark().endsWith(name))
        .findFirst()
        .orElseThrow(() -> new IOException("the README shows no " + name));
  }

  /// Writes all Java blocks where their marks say.
  static List<Path> writeSources(Path folder) throws IOException {
    var files = new ArrayList<Path>();
    for (var block : blocks("java")) {
      var file = folder.resolve(block.mark());
      Files.createDirectories(file.resolveSibling("."));
      files.add(Files.writeString(file, block.text()));
    }
    return files;
  }
}
