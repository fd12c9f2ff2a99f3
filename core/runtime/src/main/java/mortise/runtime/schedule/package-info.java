/// Every schedule of programs that run on several CPUs.
///
/// Programs run as coroutines on virtual CPUs: one at a time, switched only before operations that
/// other CPUs could notice. [Explorer] tries all schedules with at most so many preemptions, or
/// random ones; a [Failure] is what went wrong in one, with the [Schedule] that leads there, made
/// as simple as possible, and [ScheduleFile] keeps it as text.
@Export
@Version("0.1.0")
@NullMarked
package mortise.runtime.schedule;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
