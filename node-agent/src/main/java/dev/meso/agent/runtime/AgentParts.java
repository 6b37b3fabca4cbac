package dev.meso.agent.runtime;

import dev.meso.agent.cgroup.ControlGroups;
import dev.meso.agent.driver.ContainerDriver;
import dev.meso.agent.driver.ProcessDriver;
import dev.meso.store.etcd.EtcdAddress;
import dev.meso.store.etcd.EtcdStore;
import dev.meso.store.port.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

/** What an agent is made of that tests replace. */
interface AgentParts {

  /** Processes of this machine, and etcd. */
  AgentParts OF_THIS_MACHINE =
      new AgentParts() {
        @Override
        public ContainerDriver driver(Path stateDir, String uid) throws IOException {
          return ProcessDriver.open(
              stateDir.resolve("containers"), ControlGroups.detect(uid), InstantSource.system());
        }

        @Override
        public Store store(String etcd) {
          return EtcdStore.connect(EtcdAddress.parse(etcd));
        }
      };

  /**
   * Opens the driver of an agent.
   *
   * @param uid of the agent, by which its control groups are told from those of others
   */
  ContainerDriver driver(Path stateDir, String uid) throws IOException;

  /** Connects to the store. */
  Store store(String etcd);
}
