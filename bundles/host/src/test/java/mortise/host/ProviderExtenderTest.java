package mortise.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.spi.ToolProvider;
import mortise.spi.Declarations;
import mortise.spi.FamilyInfo;
import mortise.spi.HelperFamily;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.ArgumentCaptor;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

class ProviderExtenderTest {
  @TempDir private Path folder;
  private final List<String> problems = new ArrayList<>();
  private final ProviderExtender extender = new ProviderExtender(problems::add);
  private final Bundle bundle = mock(Bundle.class);
  private final BundleContext context = mock(BundleContext.class);

  @SuppressWarnings("unchecked")
  private final ServiceRegistration<HelperFamily> registration = mock(ServiceRegistration.class);

  /// What a plugin would provide.
  public static class Good implements HelperFamily {
    @Override
    public FamilyInfo info() {
      return FamilyInfo.of("good", "test", "1.2", "[0.1,0.2)");
    }

    @Override
    public void declare(Declarations in) {}
  }

  /// Wants an SPI that is not here.
  public static final class Old extends Good {
    @Override
    public FamilyInfo info() {
      return FamilyInfo.of("old", "test", "1.0", "[0.0,0.1)");
    }
  }

  /// Cannot be made.
  public static final class Failing extends Good {
    public Failing() {
      throw new IllegalStateException("out of order");
    }
  }

  @BeforeEach
  void plugin() throws Exception {
    when(bundle.getBundleId()).thenReturn(7L);
    when(bundle.getLocation()).thenReturn("plugin:p.jar");
    when(bundle.getBundleContext()).thenReturn(context);
    when(context.registerService(eq(HelperFamily.class), any(HelperFamily.class), any()))
        .thenReturn(registration);
    provide("java.util.function.Supplier", "p.One");
  }

  /// Gives the bundle a module-info that provides `p.One`.
  private void provide(String service, String implementation) throws IOException {
    var source =
        Files.writeString(
            folder.resolve("module-info.java"),
            "module p { requires mortise.spi; uses %s; provides %s with %s; }"
                .formatted(service, service, implementation));
    var one =
        Files.writeString(
            folder.resolve("One.java"),
            """
            package p;
            public class One implements mortise.spi.HelperFamily, java.util.function.Supplier<String> {
              public mortise.spi.FamilyInfo info() { return null; }
              public void declare(mortise.spi.Declarations in) {}
              public String get() { return null; }
            }
            """);
    var spi = HelperFamily.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    int status =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "--module-path=" + spi,
                "-d",
                folder.toString(),
                source.toString(),
                one.toString());
    assertThat(status).isZero();
    when(bundle.getEntry("module-info.class"))
        .thenReturn(folder.resolve("module-info.class").toUri().toURL());
  }

  private void implementedBy(Class<?> type) throws Exception {
    provide("mortise.spi.HelperFamily", "p.One");
    doReturn(type).when(bundle).loadClass("p.One");
  }

  @Test
  void registersWhatTheModuleProvides() throws Exception {
    implementedBy(Good.class);
    assertThat(extender.addingBundle(bundle, null)).containsExactly(registration);
    @SuppressWarnings("unchecked")
    ArgumentCaptor<Dictionary<String, Object>> properties = ArgumentCaptor.captor();
    verify(context).registerService(eq(HelperFamily.class), any(Good.class), properties.capture());
    assertThat(properties.getValue().get("mortise.family")).isEqualTo("good");
    assertThat(properties.getValue().get("mortise.version")).isEqualTo("1.2.0");
    assertThat(problems).isEmpty();
  }

  @Test
  void leavesOtherServicesAndOtherBundlesAlone() {
    assertThat(extender.addingBundle(bundle, null)).isNull();
    when(bundle.getEntry("module-info.class")).thenReturn(null);
    assertThat(extender.addingBundle(bundle, null)).isNull();
    when(bundle.getBundleId()).thenReturn(0L);
    assertThat(extender.addingBundle(bundle, null)).isNull();
    verify(context, never())
        .registerService(eq(HelperFamily.class), any(HelperFamily.class), any());
    assertThat(problems).isEmpty();
  }

  @Test
  void saysWhatIsWrongWithAProvider() throws Exception {
    implementedBy(Old.class);
    assertThat(extender.addingBundle(bundle, null)).isNull();
    implementedBy(Failing.class);
    assertThat(extender.addingBundle(bundle, null)).isNull();
    implementedBy(String.class);
    assertThat(extender.addingBundle(bundle, null)).isNull();
    doThrow(new ClassNotFoundException("p.One")).when(bundle).loadClass("p.One");
    assertThat(extender.addingBundle(bundle, null)).isNull();
    Files.writeString(folder.resolve("module-info.class"), "no class file at all");
    assertThat(extender.addingBundle(bundle, null)).isNull();
    assertThat(problems)
        .hasSize(5)
        .allSatisfy(line -> assertThat(line).startsWith("plugin:p.jar: ").doesNotContain("\n"));
    assertThat(problems.get(0)).contains("was written for SPI [0.0.0,0.1.0)");
    assertThat(problems.get(1)).contains("out of order");
    assertThat(problems.get(2)).contains("another copy of the SPI");
    assertThat(problems.get(3)).contains("ClassNotFoundException");
    assertThat(problems.get(4)).contains("cannot be read");
  }

  @Test
  void takesServicesBackEvenIfTheFrameworkWasQuicker() {
    doThrow(new IllegalStateException("already")).when(registration).unregister();
    extender.removedBundle(bundle, null, List.of(registration, registration));
    verify(registration, times(2)).unregister();
  }
}
