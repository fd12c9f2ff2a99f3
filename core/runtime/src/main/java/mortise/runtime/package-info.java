/// What a program does.
///
/// The engine binds a verified program ([RunnableProgram]: what each call site calls, how the
/// context looks) and its maps ([BoundMap]), and makes an [Instance] of them: a machine with one
/// address space. Every run is a CPU with stacks of its own. A run gives R0, or ends with a
/// [RunFault] that names the instruction.
///
/// A run can be stopped before every operation that other CPUs could notice ([Scheduler]), and
/// watched instruction by instruction ([StepObserver]).
@Export
@Version("0.1.0")
@NullMarked
package mortise.runtime;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
