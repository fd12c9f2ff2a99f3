package mortise.tests;

/// A bug to be found.
///
/// @param what the bug in words, as a reviewer would report it
/// @param className the class that has it
/// @param method the method that has it
record PlantedBug(String what, String className, String method, Edit edit) {
  static PlantedBug inVerifier(String what, String type, String method, Edit edit) {
    return new PlantedBug(what, "mortise.verifier." + type, method, edit);
  }

  @Override
  public String toString() {
    return what;
  }
}
