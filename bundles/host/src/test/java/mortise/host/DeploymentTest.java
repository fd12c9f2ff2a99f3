package mortise.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.clearInvocations;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

class DeploymentTest {
  @TempDir private Path folder;
  private final BundleContext framework = mock(BundleContext.class);
  private final Bundle a = mock(Bundle.class);
  private final Bundle b = mock(Bundle.class);
  private final Runnable refresh = mock(Runnable.class);
  private final List<String> problems = new ArrayList<>();
  private Deployment deployment = new Deployment(Path.of(""), framework, refresh, problems::add);

  @BeforeEach
  void twoJars() throws Exception {
    deployment = new Deployment(folder, framework, refresh, problems::add);
    when(framework.installBundle(eq("plugin:a.jar"), any(InputStream.class))).thenReturn(a);
    when(framework.installBundle(eq("plugin:b.jar"), any(InputStream.class))).thenReturn(b);
    Files.writeString(folder.resolve("a.jar"), "one");
    Files.writeString(folder.resolve("b.jar"), "two");
    Files.writeString(folder.resolve("notes.txt"), "not for us");
  }

  @Test
  void startsOnlyWhenAllAreInstalledBecausePluginsBuildOnEachOther() throws Exception {
    deployment.synchronize();
    var order = inOrder(framework, refresh, a, b);
    order.verify(framework).installBundle(eq("plugin:a.jar"), any(InputStream.class));
    order.verify(framework).installBundle(eq("plugin:b.jar"), any(InputStream.class));
    order.verify(refresh).run();
    order.verify(a).start();
    order.verify(b).start();
    assertThat(problems).isEmpty();
  }

  @Test
  void doesNothingWhereNothingChanged() {
    deployment.synchronize();
    clearInvocations(framework, refresh, a, b);
    deployment.synchronize();
    verifyNoInteractions(framework, refresh, a, b);
  }

  @Test
  void updatesWhatWasReplacedAndUninstallsWhatIsGone() throws Exception {
    deployment.synchronize();
    Files.writeString(folder.resolve("a.jar"), "longer than before");
    Files.delete(folder.resolve("b.jar"));
    deployment.synchronize();
    verify(a).update(any(InputStream.class));
    verify(b).uninstall();
    verify(a, never()).uninstall();
    assertThat(problems).isEmpty();
  }

  @Test
  void whatCannotBeInstalledIsTriedAgainWhenItChanges() throws Exception {
    when(framework.installBundle(eq("plugin:a.jar"), any(InputStream.class)))
        .thenThrow(new BundleException("not a bundle\nat all"))
        .thenReturn(a);
    deployment.synchronize();
    verify(b).start();
    assertThat(problems)
        .containsExactly(folder.resolve("a.jar") + ": cannot be installed (not a bundle)");
    Files.writeString(folder.resolve("a.jar"), "a bundle now");
    deployment.synchronize();
    verify(a).start();
  }

  @Test
  void whatCannotBeStartedIsNamedAndTheOthersGoOn() throws Exception {
    doThrow(new BundleException("missing requirement")).when(a).start();
    deployment.synchronize();
    verify(b).start();
    assertThat(problems)
        .containsExactly(folder.resolve("a.jar") + ": cannot be started (missing requirement)");
  }

  @Test
  void aFolderThatIsGoneIsAnEmptyOne() throws Exception {
    deployment.synchronize();
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
    deployment.synchronize();
    verify(a).uninstall();
    assertThat(problems).singleElement().asString().contains("cannot be read");
    Files.createDirectory(folder);
  }
}
