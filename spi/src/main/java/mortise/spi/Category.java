package mortise.spi;

/// What kind of safety a rule protects, in the words that the kernel's newest reports use.
public enum Category {
  REGISTER_TYPE_SAFETY("Register Type Safety"),
  MEMORY_SAFETY("Memory Safety"),
  RESOURCE_LIFETIME_SAFETY("Resource Lifetime Safety"),
  CALL_TYPE_SAFETY("Call Type Safety"),
  EXECUTION_CONTEXT_SAFETY("Execution Context Safety"),
  PROGRAM_STRUCTURE("Program Structure"),
  POLICY("Policy");

  private final String title;

  Category(String title) {
    this.title = title;
  }

  public String title() {
    return title;
  }
}
