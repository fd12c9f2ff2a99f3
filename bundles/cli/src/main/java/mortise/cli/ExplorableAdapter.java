package mortise.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import mortise.cli.EngineGateway.Explorable;
import mortise.cli.view.ProgramRow;
import mortise.engine.Engine;
import mortise.engine.Exploration;
import mortise.engine.LoadedObject;
import mortise.engine.Verdict.Accepted;
import mortise.object.BpfObject;
import mortise.object.ObjectFormatException;
import mortise.runtime.NotRunnableException;
import mortise.spi.runtime.ContextFactory.Input;

/// An object of the engine whose programs are explored, behind the commands' gateway.
final class ExplorableAdapter implements Explorable {
  private final Path file;
  private final String sha256;
  private final LoadedObject object;
  private final boolean rulesOff;
  private final Map<String, Accepted> accepted = new HashMap<>();

  private ExplorableAdapter(Path file, String sha256, LoadedObject object, boolean rulesOff) {
    this.file = file;
    this.rulesOff = rulesOff;
    this.sha256 = sha256;
    this.object = object;
  }

  static Explorable of(Engine engine, Path file) throws InputProblem {
    try {
      // The file is read once, so that the hash is that of what is run.
      byte[] bytes;
      try (var in = Files.newInputStream(file)) {
        bytes = in.readNBytes(BpfObject.MAX_SIZE);
        if (in.read() >= 0) {
          throw new InputProblem(file + ": is larger than " + BpfObject.MAX_SIZE + " bytes");
        }
      } catch (IOException e) {
        // In the words of the loader.
        engine.load(file);
        throw new InputProblem(file + ": cannot be read", e);
      }
      var hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new ExplorableAdapter(
          file,
          HexFormat.of().formatHex(hash),
          engine.load(file.toString(), bytes),
          !engine.semantics().without().isEmpty());
    } catch (ObjectFormatException e) {
      throw new InputProblem(String.valueOf(e.getMessage()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String name() {
    var name = file.getFileName();
    return name == null ? file.toString() : name.toString();
  }

  @Override
  public String sha256() {
    return sha256;
  }

  @Override
  public List<String> programs() {
    return object.programs().stream().map(p -> p.name()).toList();
  }

  @Override
  public ProgramRow check(String program) {
    var chosen = object.program(program).orElseThrow();
    return new ProgramAdapter(file.toString(), chosen, rulesOff).check();
  }

  @Override
  public Exploration exploration(List<String> programs, Input input) throws InputProblem {
    var cpus = new ArrayList<Accepted>();
    for (var name : programs) {
      cpus.add(accepted(name));
    }
    try {
      return Exploration.of(cpus, input);
    } catch (NotRunnableException e) {
      throw new InputProblem(file + ": " + e.getMessage());
    }
  }

  private Accepted accepted(String name) throws InputProblem {
    var known = accepted.get(name);
    if (known != null) {
      return known;
    }
    var program =
        object
            .program(name)
            .orElseThrow(
                () ->
                    new InputProblem(
                        "%s: no program '%s': there are %s"
                            .formatted(file, name, String.join(", ", programs()))));
    if (program.verify() instanceof Accepted ok) {
      accepted.put(name, ok);
      return ok;
    }
    throw new InputProblem(
        "%s is not accepted, and only accepted programs are run: see `mortise check %s`"
            .formatted(name, file));
  }
}
